/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interrupt: SIGINT and SIGTERM end a command between two steps, so that it can clean up. */
#include "base/interrupt.h"

#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>

#include "base/error.h"

static volatile sig_atomic_t caught;
static int descriptor = -1;

static void
remember_signal(int number)
{
    caught = number;
    if (descriptor >= 0)
        eventfd_write(descriptor, 1);
}

void
qv_interrupt_catch(void)
{
    struct sigaction action = {.sa_handler = remember_signal, .sa_flags = (int)SA_RESETHAND};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int
qv_interrupt_descriptor(void)
{
    if (descriptor < 0)
        descriptor = eventfd(caught != 0, EFD_CLOEXEC | EFD_NONBLOCK);
    return descriptor;
}

gboolean
qv_interrupt_check(GError **error)
{
    if (caught == 0)
        return TRUE;
    return qv_fail(error, (QvError)(128 + caught), _("interrupted"));
}

void
qv_interrupt_sleep(guint milliseconds)
{
    struct timespec time = {.tv_sec = milliseconds / 1000,
                            .tv_nsec = (long)(milliseconds % 1000) * 1000000};

    if (caught == 0)
        nanosleep(&time, NULL);
}
