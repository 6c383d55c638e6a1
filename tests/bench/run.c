/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-run: runs commands in turn, round after round, and prints what each of them took.
 *
 * usage: bench-run ROUNDS < COMMANDS
 *
 * A command is a line: a label, a tab, and the words of the command with a tab between them. For
 * each, a line is printed: the label, the median of the wall times in ms, the shortest one, and the
 * largest resident set in KiB. One round goes before, not measured, to fill the caches.
 *
 * A child starts with this program's memory, and the kernel counts that as its own. So this is a
 * small program without libraries, where a shell or an interpreter would add its own size.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define COMMANDS 32
#define WORDS 64
#define ROUNDS 1000

typedef struct {
    char *label;
    char *argv[WORDS];
    double ms[ROUNDS];
    long rss;
} Command;

static Command commands[COMMANDS];
static int n_commands;

static void
die(const char *what, const char *why)
{
    fprintf(stderr, "bench-run: %s: %s\n", what, why);
    exit(1);
}

static void
read_command(char *line)
{
    Command *command = &commands[n_commands];
    int words = 0;

    if (n_commands++ == COMMANDS)
        die("input", "too many commands");
    line = strdup(line);
    if (line == NULL)
        die("input", strerror(errno));
    command->label = strtok(line, "\t");
    while (words < WORDS - 1 && (command->argv[words] = strtok(NULL, "\t")) != NULL)
        words++;
    if (words == 0)
        die(line, "no command");
    if (words == WORDS - 1)
        die(line, "too many words");
}

static void
read_commands(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;

    while ((length = getline(&line, &size, stdin)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        read_command(line);
    }
    free(line);
}

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
run_bench_command(Command *command, int round)
{
    extern char **environ;
    posix_spawn_file_actions_t files;
    struct rusage usage;
    int status, failed;
    pid_t pid;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    double start = now();
    failed = posix_spawnp(&pid, command->argv[0], &files, NULL, command->argv, environ);
    if (failed != 0)
        die(command->argv[0], strerror(failed));
    while (wait4(pid, &status, 0, &usage) < 0)
        if (errno != EINTR)
            die(command->argv[0], strerror(errno));
    double ms = now() - start;
    posix_spawn_file_actions_destroy(&files);
    if (status != 0)
        die(command->label, "it failed");
    if (round < 0)
        return;
    command->ms[round] = ms;
    if (usage.ru_maxrss > command->rss)
        command->rss = usage.ru_maxrss;
}

static int
compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    int rounds = argc == 2 ? atoi(argv[1]) : 0;

    if (rounds < 1 || rounds > ROUNDS)
        die("usage", "bench-run ROUNDS < COMMANDS");
    read_commands();
    for (int round = -1; round < rounds; round++)
        for (int i = 0; i < n_commands; i++)
            run_bench_command(&commands[i], round);
    for (int i = 0; i < n_commands; i++) {
        double *ms = commands[i].ms;
        qsort(ms, (size_t)rounds, sizeof *ms, compare_doubles);
        printf("%s\t%.3f\t%.3f\t%ld\n", commands[i].label,
               (ms[(rounds - 1) / 2] + ms[rounds / 2]) / 2, ms[0], commands[i].rss);
    }
    return 0;
}
