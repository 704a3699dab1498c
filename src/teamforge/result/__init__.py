"""What `compose` and `plan` return, and how it is put together."""
