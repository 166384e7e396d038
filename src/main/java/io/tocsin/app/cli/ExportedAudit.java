package io.tocsin.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.store.audit.AuditHead;
import io.tocsin.store.audit.AuditRow;
import io.tocsin.store.audit.ChainCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.LongConsumer;

/** A file that {@code ./hub audit export} wrote, one row a line. */
final class ExportedAudit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int TOLD = 1_000;

    private ExportedAudit() {}

    /**
     * Checks its chain, and says what was found as the API does.
     *
     * @param head a row's hash that somebody noted; empty where nobody did
     * @param rows is told of how many it has read, now and then
     */
    static ObjectNode verify(Path file, String head, LongConsumer rows) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            ChainCheck check = null;
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number % TOLD == 0) {
                    rows.accept(number);
                }
                JsonNode entry = entry(file, number, line);
                AuditRow row = row(file, number, entry);
                if (check == null) {
                    check = begin(row, entry.path("previous").asText(), head);
                }
                check.next(row);
            }
            if (check == null) {
                throw new CommandException(file + " has no line");
            }
            ObjectNode answer = JSON.createObjectNode();
            check.end().write(answer);
            return answer;
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e.getMessage());
        }
    }

    private static ChainCheck begin(AuditRow row, String before, String head) {
        ChainCheck check = ChainCheck.from(row.seq(), before);
        return head.isEmpty()
                ? check
                : check.expecting(AuditHead.read(head)
                        .orElseThrow(() -> new CommandException(
                                "--head is " + TerminalText.line(head, 100) + "; expected " + AuditHead.FORM)));
    }

    private static JsonNode entry(Path file, int number, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new CommandException(file + ":" + number + " is not JSON; expected a row of ./hub audit export");
        }
    }

    private static AuditRow row(Path file, int number, JsonNode entry) {
        try {
            if (entry.path("seq").asLong() < 1) {
                throw new DateTimeException("no place");
            }
            return new AuditRow(
                    entry.path("seq").asLong(),
                    entry.path("hash").asText(),
                    entry.path("id").asText(),
                    Instant.parse(entry.path("at").asText()).toEpochMilli(),
                    entry.path("actor").asText(),
                    entry.path("action").asText(),
                    entry.path("target").asText(),
                    entry.path("detail").asText());
        } catch (DateTimeException e) {
            throw new CommandException(
                    file + ":" + number + " has no seq, or no time in at; expected a row of ./hub audit export");
        }
    }
}
