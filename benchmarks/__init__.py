"""
Timed runs: the engine beside those who might have solved the same problems, on pools up to a million peers.

=============  =================================================================
`cases`        which pools and challenges, and where they come from
`rivals`       the others, each from a compiled problem to an answer
`job`          what is measured, in a process of its own
`process`      starts such a process, watches its time and memory, and ends it
`plan`         which measurements are due, and which are pointless by now
`records`      what was measured: JSON lines, held against each other
`reach`        the figures that were to be reached, from the records
`chart`        the picture
`page`         docs/benchmarks.md from the records
=============  =================================================================
"""
