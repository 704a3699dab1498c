"""Does the engine agree with the oracle, and with itself?"""
