"""What `warta doctor` looks at: small functions that answer with findings, none when all is well."""
