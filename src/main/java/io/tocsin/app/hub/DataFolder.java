package io.tocsin.app.hub;

import io.tocsin.source.accept.AdminTokenFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** The hub's data folder, held by this process alone. */
final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is absent and takes it.
     *
     * @throws CannotStartException if it cannot be written, or another hub has it
     */
    static DataFolder take(Path path) {
        try {
            create(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("hub.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new CannotStartException("Another hub is running on the data folder " + path
                        + "; stop it, or set hub.data (HUB_DATA) to a folder of its own");
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new CannotStartException(
                    "The data folder " + path + " cannot be written ("
                            + e.getClass().getSimpleName()
                            + "); give this user the right, or set hub.data (HUB_DATA) to another folder",
                    e);
        }
    }

    /** For the owner alone where it is new: it holds the payloads of every sender. */
    private static void create(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (Files.exists(path) || !posix) {
            Files.createDirectories(path);
        } else {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another hub in this very process
        }
    }

    Path path() {
        return path;
    }

    /**
     * The first admin token, made at the first start.
     *
     * @throws CannotStartException if its file cannot be used
     */
    String adminToken() {
        try {
            return new AdminTokenFile(path).readOrCreate(new SecureRandom());
        } catch (IllegalStateException e) {
            throw new CannotStartException(e.getMessage(), e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "The admin token in " + path + " cannot be read or written: " + e.getMessage(), e);
        }
    }

    Path store() {
        return path.resolve("hub.db");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot give the data folder " + path + " back", e);
        }
    }
}
