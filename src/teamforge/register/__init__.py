"""
Registers of organisations: England's, which ships with TeamForge, or your own.

A register consists of the tables `organisations` and `relations` of a pool. Only what is in the pool counts: nothing
in a register enters a pool by itself.

>>> from teamforge.register import england
>>> england().find("Swindon Borough Council")
('E06000030',)
"""

from teamforge.register.register import Register, read_register, register_of
from teamforge.register.shipped import AS_OF, england

__all__ = ["AS_OF", "Register", "england", "read_register", "register_of"]
