"""Pictures in the sizes and formats that pages and machines ask for, and when they are made."""
