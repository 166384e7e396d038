package io.tocsin.store.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database's file and its write-ahead log, as names in a folder: for their owner alone, and still the files that were
 * opened. SQLite goes on with a file that was deleted or replaced, and what it commits there is gone with the process.
 */
final class StoreFile {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFile.class);
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final Map<Path, Object> opened = new ConcurrentHashMap<>();

    StoreFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    Path path() {
        return file;
    }

    /**
     * Makes the file if there is none, with mode 0600, which SQLite then gives to its log and index too; warns of what others
     * may read already.
     *
     * @throws UncheckedIOException if it cannot be made
     */
    void make() {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNERS));
        } catch (FileAlreadyExistsException there) {
            warnOfWide(file);
            warnOfWide(beside("-wal"));
            warnOfWide(beside("-shm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void warnOfWide(Path file) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNERS.containsAll(mode)) {
                LOG.warn(
                        "{} can be used by others ({}), and holds what every sender wrote: chmod 600 {}",
                        file,
                        PosixFilePermissions.toString(mode),
                        file);
            }
        } catch (NoSuchFileException none) {
            // the log and the index are made when they are needed
        } catch (IOException e) {
            LOG.warn("the mode of {} cannot be read ({})", file, e.toString());
        }
    }

    /**
     * What became of a file that is no longer the one that was opened; empty where all is well. The first call after the
     * opening remembers them.
     */
    Optional<String> lost() {
        return lost(file).or(() -> lost(beside("-wal")));
    }

    private Optional<String> lost(Path name) {
        Object now;
        try {
            now = Files.readAttributes(name, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return opened.containsKey(name) ? Optional.of(name + " was deleted") : Optional.empty();
        } catch (IOException e) {
            return Optional.of(name + " cannot be looked at (" + e + ")");
        }
        Object before = now == null ? null : opened.putIfAbsent(name, now);
        return before == null || before.equals(now) ? Optional.empty() : Optional.of(name + " was replaced");
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
