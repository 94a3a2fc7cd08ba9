"""Other people's formats: documents to drafts of records, and to events of a timeline."""
