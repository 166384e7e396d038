package io.tocsin.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * A text file that was read.
 *
 * @param name its path as the user would type it
 * @param content its text
 */
public record FileText(String name, String content) {
    private static final ObjectMapper JSON =
            new ObjectMapper(FileLimits.json()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int VERSION_DIGITS = 12;

    /**
     * Reads a file in UTF-8.
     *
     * @throws InvalidFileException if it cannot be read, is not UTF-8 or is bigger than {@link FileLimits#BYTES}
     */
    public static FileText read(Path path) {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] bytes = file.readNBytes(FileLimits.BYTES + 1);
            if (bytes.length > FileLimits.BYTES) {
                throw new InvalidFileException(List.of(FileLimits.tooBig(path.toString())));
            }
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new FileText(path.toString(), text.toString());
        } catch (CharacterCodingException notUtf8) {
            throw refusal(path, "bytes that are not UTF-8", "save the file in UTF-8");
        } catch (IOException unreadable) {
            throw refusal(path, "no readable file", "create it, or let the hub's user read it");
        }
    }

    /**
     * Its content as JSON.
     *
     * @param expected what it should be, for the finding
     * @param instead what to do where it is not, for the finding
     * @throws InvalidFileException with the line, if it is no JSON, goes on after it, or is nested too deep
     */
    public JsonNode json(String expected, String instead) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException broken) {
            int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNr();
            if (broken instanceof StreamConstraintsException
                    && broken.getMessage().contains("depth")) {
                throw new InvalidFileException(List.of(FileLimits.tooDeep(name, line)));
            }
            throw new InvalidFileException(List.of(new Finding(
                    name, line, broken.getOriginalMessage().replaceFirst(" \\(.*", ""), expected, instead)));
        }
    }

    /** A short hash of the files' names and contents. */
    public static String version(List<FileText> files) {
        MessageDigest digest = Sha256.digest();
        for (FileText file : files) {
            digest.update(Path.of(file.name).getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(file.content.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    }

    private static InvalidFileException refusal(Path path, String found, String fix) {
        return new InvalidFileException(List.of(new Finding(path.toString(), 0, found, "a text file in UTF-8", fix)));
    }
}
