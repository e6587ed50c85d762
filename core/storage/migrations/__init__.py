"""The SQL of later migrations, one module each; `schema` runs them in order and never edits a released one."""
