package io.tocsin.net.guard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * What came back for one request.
 *
 * @param status 200
 * @param reason the words beside it; may be empty
 * @param headers names and values, in their order
 * @param body its beginning, not more than the client keeps; empty where there is none
 */
public record Answer(int status, String reason, List<Map.Entry<String, String>> headers, byte[] body) {

    /** The first header of that name, whatever its case. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The same with its body as it was meant: a server may compress it although nobody asked it to. */
    Answer plain(int most) {
        boolean compressed = header("Content-Encoding")
                .map(coding -> coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip"))
                .orElse(false);
        if (!compressed) {
            return this;
        }
        return new Answer(
                status,
                reason,
                headers.stream()
                        .filter(header -> !header.getKey().equalsIgnoreCase("Content-Encoding"))
                        .toList(),
                expanded(most));
    }

    private byte[] expanded(int most) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] chunk = new byte[4 * 1024];
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            for (int count = 0;
                    count >= 0 && plain.size() < most;
                    count = in.read(chunk, 0, left(chunk, plain, most))) {
                plain.write(chunk, 0, count);
            }
        } catch (IOException cutOff) {
            return plain.toByteArray(); // only its beginning is kept
        }
        return plain.toByteArray();
    }

    private static int left(byte[] chunk, ByteArrayOutputStream plain, int most) {
        return Math.min(chunk.length, most - plain.size());
    }
}
