"""Events of a timeline from chats, logs, alerts and tables, one module for each kind of source."""
