"""What a change does to the incidents of a repository, for whoever is to agree to it."""
