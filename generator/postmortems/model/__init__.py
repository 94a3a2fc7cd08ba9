"""What an incident record is: its fields, their types, and what each stage asks for."""
