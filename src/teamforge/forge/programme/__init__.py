"""
A programme: many challenges composed together from one pool (SPEC.md section 10, DESIGN.md section 10).

===================  =======================================================
"""
