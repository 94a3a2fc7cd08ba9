// What html-validate is asked about every page. What a rule would only find in the theme's own frame
// is passed over in tests/support/markup.py instead, so that the rule still holds for our pages.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // The templates of the theme leave spaces at the ends of lines; no reader meets them.
    "no-trailing-whitespace": "off",
    // The theme writes `<!doctype html>`; both spellings are right.
    "doctype-style": "off",
    // The theme's ids begin with `__`, which HTML allows.
    "valid-id": ["error", { relaxed: true }],
    // A page is called what its incident is called, however long.
    "long-title": "off",
    // The list and the search answer while one types, and the colours change at a click.
    "wcag/h32": "off",
    // A table that scrolls sideways stands in a `div` with the role, a name and a tab stop.
    "prefer-native-element": ["error", { exclude: ["region"] }],
  },
};
