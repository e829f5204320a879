/*
 * host: runs the program.  Reads the options before the command, chooses the language, finds the command in the three
 * tables of command.h, and turns a fault into one message and the exit code of the contract.
 */
#ifndef SHUKEI_ENGINE_APP_HOST_H
#define SHUKEI_ENGINE_APP_HOST_H

int host_main(int argc, char **argv);

#endif
