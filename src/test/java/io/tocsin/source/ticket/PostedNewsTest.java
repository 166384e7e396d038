package io.tocsin.source.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.answer.AnswerAct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of docs/ticket-answers.md. */
class PostedNewsTest {

    private static final String INCIDENT = "inc_01m8r3kq9zv3x1f0e2w9n4c7ta";

    private static TicketNews.Read read(String json) {
        try {
            JsonNode payload = new ObjectMapper().readTree(json.replace('\'', '"'));
            return new PostedNews().read(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCommentOfSignsThatNobodySeesIsNone() {
        assertThat(read("{'ticket': '" + INCIDENT + "', 'act': 'comment', 'id': 1, 'text': '\\u0000\\u001b '}"))
                .isEqualTo(new TicketNews.Read.Strange("a comment without text"));
    }

    @Test
    void aTicketAnActAndAnIdAreEnough() {
        assertThat(read("{'ticket': '" + INCIDENT + "-3', 'act': 'resolve', 'id': 17}"))
                .isEqualTo(new TicketNews.Read.Done(
                        new TicketAct(AnswerAct.RESOLVE, INCIDENT, "", "", "", "17", Optional.empty(), 0)));
        assertThat(read("{'ticket': ['tocsin', 'tocsin-" + INCIDENT + "'], 'act': 'comment', 'id': 'x', 'user': 'ann',"
                        + " 'name': 'Ann\\nSmith', 'text': ' pg_wal is full ', 'at': '2026-08-20T10:00:00.0+0200',"
                        + " 'sequence': '42'}"))
                .isEqualTo(new TicketNews.Read.Done(new TicketAct(
                        AnswerAct.COMMENT,
                        INCIDENT,
                        "ann",
                        "Ann Smith",
                        "pg_wal is full",
                        "x",
                        Optional.of(Instant.parse("2026-08-20T08:00:00Z")),
                        42)));
    }

    @Test
    void aTimeMayBeMilliseconds() {
        assertThat(read("{'ticket': '" + INCIDENT + "', 'act': 'resolve', 'id': 17, 'at': '1787220000123'}"))
                .isEqualTo(new TicketNews.Read.Done(new TicketAct(
                        AnswerAct.RESOLVE,
                        INCIDENT,
                        "",
                        "",
                        "",
                        "17",
                        Optional.of(Instant.ofEpochMilli(1_787_220_000_123L)),
                        0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'act': 'resolve', 'id': '1'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'id': '1'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'resolve'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'silence', 'id': '1'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'ack', 'id': '1'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'comment', 'id': '1', 'text': ' '}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'resolve', 'id': '1', 'at': 'yesterday'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'resolve', 'id': '1', 'sequence': 'third'}",
                "{'ticket': 'inc_01m8r3kq9zv3x1f0e2w9n4c7ta', 'act': 'resolve', 'id': '1', 'sequence': 1.5}"
            })
    void whatIsMissingOrWrongIsSaid(String json) {
        assertThat(read(json)).isInstanceOf(TicketNews.Read.Strange.class);
    }

    @Test
    void aTicketOfNoIncidentIsLeft() {
        assertThat(read("{'ticket': 'INC0010042', 'act': 'resolve', 'id': '1'}"))
                .isInstanceOf(TicketNews.Read.Left.class);
    }
}
