package io.tocsin.files.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/**
 * {@code {{file:/run/secrets/slack-token}}}: what stands in a file, as Docker and Kubernetes hand secrets over, without the
 * line end that editors add. {@code {{file:/etc/tocsin/ops-channel:a default}}} for where there is none.
 */
public final class SecretFile implements PropertiesFunction {
    private static final long MOST_BYTES = 64L * 1024;

    @Override
    public String getName() {
        return "file";
    }

    /**
     * Reads the file.
     *
     * @param remainder the path, and maybe a colon and a default
     * @return null where there is no such file and no default, which Camel tells as an unknown placeholder
     * @throws IllegalArgumentException where there is one that is no secret: a folder, empty, too long, not text
     */
    @Override
    public String apply(String remainder) {
        Given given = Given.read(remainder);
        Path path;
        try {
            path = Path.of(given.name());
        } catch (InvalidPathException e) {
            throw wrong(given, "no path", "an absolute path");
        }
        if (!path.isAbsolute()) {
            throw wrong(given, "relative", "an absolute path: the hub may be started from anywhere");
        }
        return Files.exists(path) ? text(given, path) : given.otherwise();
    }

    private static String text(Given given, Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw wrong(given, "there, and the hub can't read it", "a file that is readable to the hub's user");
        }
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw wrong(given, "longer than " + MOST_BYTES + " bytes", "a secret");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString()
                    .replaceFirst("(\r?\n)+$", "");
            if (text.isEmpty()) {
                throw wrong(given, "empty", "a secret");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw wrong(given, "no text in UTF-8", "a secret");
        } catch (IOException e) {
            throw wrong(given, "there, and the hub can't read it", "a file that is readable to the hub's user");
        }
    }

    private static IllegalArgumentException wrong(Given given, String found, String expected) {
        return new IllegalArgumentException("file " + given.name() + " is " + found + "; expected " + expected);
    }
}
