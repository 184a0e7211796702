/* PDF by poppler's pdftotext, run as a process of its own: bytes in and text out through pipes, no
 * file names, memory and output capped. The text is what poppler gives; spans lead to the file as
 * a whole. */
#define _GNU_SOURCE /* pipe2 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "read/formats.h"
#include "read/tuning_read.h"

/* The child: only its pipes and limits. */
static void become_pdftotext(int in, int out) {
    struct rlimit memory = {DL_READ_PDF_MEMORY, DL_READ_PDF_MEMORY},
                  cpu = {DL_READ_PDF_CPU, DL_READ_PDF_CPU};
    struct rlimit none = {0, 0};
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0) _exit(126);
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) dup2(null, 2);
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    char *const environment[] = {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin:/usr/local/bin", NULL};
    execle("/usr/bin/pdftotext", "pdftotext", "-enc", "UTF-8", "-nopgbrk", "-q", "-", "-",
           (char *)NULL, environment);
    _exit(127);
}

/* Feeds raw and takes the text, whichever is ready. */
static void pump(int to, int from, dl_str raw, dl_buf *text) {
    size_t sent = 0;
    char chunk[65536];
    while (from >= 0) {
        struct pollfd p[2] = {{from, POLLIN, 0}, {to, POLLOUT, 0}};
        if (poll(p, to >= 0 ? 2 : 1, -1) < 0 && errno != EINTR) break;
        if (to >= 0 && p[1].revents) {
            ssize_t n = write(to, raw.ptr + sent, raw.len - sent < 65536 ? raw.len - sent : 65536);
            if (n > 0) sent += (size_t)n;
            if ((n < 0 && errno != EAGAIN && errno != EINTR) || sent == raw.len) {
                close(to);
                to = -1;
            }
        }
        if (p[0].revents) {
            ssize_t n = read(from, chunk, sizeof chunk);
            if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR) ||
                text->len > DL_READ_TEXT_MAX)
                break;
            if (n > 0) dl_buf_add(text, chunk, (size_t)n);
        }
    }
    if (to >= 0) close(to);
    if (from >= 0) close(from);
}

static int run_pdftotext(dl_str raw, dl_buf *text, dl_error *err) {
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC))
        return dl_fail(err, DL_EIO, UINT64_MAX, "no pipe: %s", strerror(errno));
    if (pipe2(out, O_CLOEXEC)) {
        close(in[0]);
        close(in[1]);
        return dl_fail(err, DL_EIO, UINT64_MAX, "no pipe: %s", strerror(errno));
    }
    sigset_t block, old;
    sigemptyset(&block);
    sigaddset(&block, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &block, &old);
    pid_t child = fork();
    if (child == 0) become_pdftotext(in[0], out[1]);
    close(in[0]);
    close(out[1]);
    int status = 0, code = DL_OK;
    if (child < 0) {
        close(in[1]);
        close(out[0]);
        code = dl_fail(err, DL_EIO, UINT64_MAX, "no process: %s", strerror(errno));
    } else {
        fcntl(in[1], F_SETFL, O_NONBLOCK);
        pump(in[1], out[0], raw, text);
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
    }
    /* a SIGPIPE of ours is taken back before the mask is */
    struct timespec now = {0, 0};
    while (sigtimedwait(&block, NULL, &now) > 0) {
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (code) return code;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        return dl_fail(err, DL_ENOTFOUND, UINT64_MAX,
                       "PDF needs pdftotext: apt-get install poppler-utils");
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        return dl_fail(err, DL_EFORMAT, UINT64_MAX,
                       "pdftotext cannot read this PDF (broken, locked or too large)");
    return DL_OK;
}

int format_pdf(read_job *job, dl_str raw, dl_error *err) {
    dl_buf text = {0}, copy = {0};
    int rc = run_pdftotext(raw, &text, err);
    read_source source = {0}, clean;
    if (!rc) {
        source_add(&source, job->arena, &copy, dl_buf_view(&text), job->base, (uint32_t)raw.len);
        source.text = dl_arena_str(job->arena, dl_buf_view(&copy));
        rc = source_decode_inner(&clean, job->arena, &source, DL_STR("utf-8"), err);
    }
    dl_buf_free(&text);
    dl_buf_free(&copy);
    if (rc) return rc;
    job->report->format = DL_STR("pdf");
    job->report->encoding = DL_STR("utf-8 (pdftotext)");
    return layout_text(job, &clean, 0, err);
}
