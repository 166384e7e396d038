package io.tocsin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process that this program started, and what Linux says about it.
 *
 * @param process the child
 * @param port where it listens on 127.0.0.1
 * @param readyMillis from its start until it was ready
 */
record Child(Process process, int port, long readyMillis) implements AutoCloseable {
    /** Processor time used so far, user and system, in seconds (proc(5), stat fields 14 and 15). */
    double cpuSeconds() throws IOException {
        return ThreadTimes.seconds(Files.readString(proc("stat")));
    }

    /** The same of each of its threads. */
    ThreadTimes threads() throws IOException {
        return ThreadTimes.of(process.pid());
    }

    /** Resident memory in MB now, 0 once it has ended. */
    double residentMb() {
        try {
            return Files.readAllLines(proc("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Bytes that it has caused to be sent to a disk so far (proc(5), io, write_bytes); memory file systems don't count. */
    long bytesToDisk() throws IOException {
        return Files.readAllLines(proc("io")).stream()
                .filter(line -> line.startsWith("write_bytes:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    /** Asks it to end, and makes it end after 30 s. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
