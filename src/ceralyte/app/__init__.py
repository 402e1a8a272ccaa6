"""The web page: a server that runs the same commands as the command line, and shows what came out.

A job is a command of `ceralyte` in a folder of its own: `jobs/runner` keeps the queue moving
whatever befalls one job, `jobs/worker` is the process that runs the command and lets
`jobs/finishing` write what the page shows (`views`), which routes only hand out. `door` puts
changes of the form into the text of a recipe and errors beside their fields; `documents` refuses
foreign files and endless aliases; `inspection` looks into uploaded images in a process of its own.
A lock on `server.json` keeps a second server away from the data folder (`places`).

Imported by the command `ceralyte app` alone, so that no other command waits for it.
"""
