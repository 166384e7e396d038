package io.tocsin.check;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A text file that was read.
 *
 * @param name its path as the user would type it
 * @param content its text
 */
public record FileText(String name, String content) {
    private static final int VERSION_DIGITS = 12;

    /**
     * Reads a file in UTF-8.
     *
     * @throws InvalidFileException if it cannot be read or is not UTF-8
     */
    public static FileText read(Path path) {
        try {
            return new FileText(path.toString(), Files.readString(path));
        } catch (CharacterCodingException notUtf8) {
            throw refusal(path, "bytes that are not UTF-8", "save the file in UTF-8");
        } catch (IOException unreadable) {
            throw refusal(path, "no readable file", "create it, or let the hub's user read it");
        }
    }

    /** A short hash of the files' names and contents. */
    public static String version(List<FileText> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (FileText file : files) {
                digest.update(Path.of(file.name).getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(file.content.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static InvalidFileException refusal(Path path, String found, String mend) {
        return new InvalidFileException(List.of(new Finding(path.toString(), 0, found, "a text file in UTF-8", mend)));
    }
}
