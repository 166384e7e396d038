package io.tocsin.source.accept;

import io.tocsin.model.token.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code <hub.data>/admin-token}: the first token, so that a new hub is neither open nor shut to its owner. Only the
 * owner can read the file, and it is there whole or not at all. The token is never logged.
 */
public final class AdminTokenFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    /** @param data the hub's data folder, which exists */
    public AdminTokenFile(Path data) {
        this.file = data.resolve("admin-token");
    }

    /**
     * The token in the file; at the first start a new one is written.
     *
     * @throws IllegalStateException if others may read the file, or it holds no token; the message says what to do
     * @throws IOException if it can't be read or written
     */
    public String readOrCreate(SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            create(Tokens.generate(random));
        }
        requireOwnerOnly();
        String token = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!token.startsWith(Tokens.PREFIX)) {
            throw new IllegalStateException(file + " holds no token; delete the file, and a start makes a new one");
        }
        return token;
    }

    private void create(String token) throws IOException {
        Path whole = file.resolveSibling("admin-token.new");
        Files.deleteIfExists(whole);
        FileAttribute<?>[] attributes = isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(
                whole, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            channel.write(ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void requireOwnerOnly() throws IOException {
        if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException("others may read " + file + "; run: chmod 600 " + file);
        }
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
