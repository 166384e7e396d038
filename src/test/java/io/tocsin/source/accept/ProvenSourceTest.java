package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.EventDraft;
import io.tocsin.net.problem.Problem;
import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.proof.Verdict;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.EventsProtocol;
import io.tocsin.source.protocol.Heard;
import io.tocsin.source.protocol.Protocol;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sources that ask for more than a token, and senders that speak a language of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvenSourceTest {
    private Door door;

    @BeforeAll
    void open() throws Exception {
        door = new Door("rate=100000");
        door.context.getRegistry().bind("sum", new EndsWithItsKey());
        door.context.getRegistry().bind("shouting", new Shouting());
        door.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("accept:/v1/events/signed?source=signed&proof=#sum&keepHeaders=X-Kind, X-Other&idHeader=X-Id"
                                + "&rate=0.001&burst=20")
                        .to("inbox:events");
                from("accept:/shout/{source}?protocol=#shouting&tokens=#tokens").to("inbox:events");
            }
        });
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aBodyThatItsProofCoversIsTaken() throws Exception {
        HttpResponse<String> answer =
                door.send(signed("{\"a\":1,\"key\":\"open sesame\"}").header("X-Kind", "push"));

        assertThat(answer.statusCode()).isEqualTo(202);
        EventDraft draft = last();
        assertThat(draft.source()).isEqualTo("signed");
        assertThat(draft.attributes()).containsEntry("header.x-kind", "push").doesNotContainKey("header.x-other");
    }

    @Test
    void theIdOfTheProofCountsBeforeThatOfAHeader() throws Exception {
        door.send(signed("{\"a\":2,\"key\":\"open sesame\"}").header("X-Id", "anybody's"));
        assertThat(last().externalId()).hasValue("msg:proven 2");

        door.send(signed("{\"key\":\"open sesame\"}").header("X-Id", "sender's"));
        assertThat(last().externalId()).hasValue("msg:sender's");
    }

    /** With them a CloudEvent of a stranger's would be made of what was signed as something else. */
    @Test
    void headerFieldsThatTheProofDoesNotCoverGiveTheBodyNoOtherMeaning() throws Exception {
        String body = "{\"a\":3,\"key\":\"open sesame\"}";
        door.send(signed(body)
                .header("ce-specversion", "1.0")
                .header("ce-id", "stranger's")
                .header("ce-source", "/stranger")
                .header("ce-type", "anything"));

        assertThat(new String(last().body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(last().externalId()).isEmpty();
    }

    @Test
    void aForgeryAndAnUnknownSourceAreAnsweredAlike() throws Exception {
        HttpResponse<String> forged = door.send(signed("{\"a\":1,\"key\":\"guess\"}"));
        HttpResponse<String> unknown = door.send(HttpRequest.newBuilder(door.uri("/v1/events/nobody"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(forged.statusCode()).isEqualTo(401);
        assertThat(forged.body()).isEqualTo(unknown.body());
        assertThat(forged.headers().map()).isEqualTo(unknown.headers().map());
    }

    @Test
    void whereNothingCanBeDecidedTheSenderIsAskedToComeAgain() throws Exception {
        HttpResponse<String> answer = door.send(signed("{\"key\":\"later\"}"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void aTokenOfTheHubDoesNotStandForASignature() throws Exception {
        HttpResponse<String> answer = door.send(signed("{}").header("Authorization", "Bearer " + door.token));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void aSenderIsAnsweredInItsOwnLanguage() throws Exception {
        HttpResponse<String> taken =
                door.send(shout("/shout/ci", "{}").header("Authorization", "Bearer " + door.token));
        HttpResponse<String> refused = door.send(shout("/shout/ci", "{}"));

        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).isEqualTo("\"TAKEN 1\"");
        assertThat(refused.statusCode()).isEqualTo(418);
        assertThat(refused.body()).isEqualTo("\"Unauthorized\"");
    }

    private EventDraft last() {
        return door.inbox.drafts.get(door.inbox.drafts.size() - 1);
    }

    private HttpRequest.Builder signed(String body) {
        return shout("/v1/events/signed", body);
    }

    private HttpRequest.Builder shout(String path, String body) {
        return HttpRequest.newBuilder(door.uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Believes bodies with the magic words, after a while and on another thread, as one that fetches something would. */
    private static final class EndsWithItsKey implements Proof {
        @Override
        public CompletionStage<Verdict> verify(Claim claim) {
            String body = new String(claim.body(), StandardCharsets.UTF_8);
            return CompletableFuture.supplyAsync(() -> {
                if (body.contains("later")) {
                    return new Verdict.Undecided("the magic book is lent out");
                }
                if (!body.contains("open sesame")) {
                    return new Verdict.Refused("the magic words are missing");
                }
                return new Verdict.Genuine(body.contains("\"a\":2") ? Optional.of("proven 2") : Optional.empty());
            });
        }
    }

    private static final class Shouting implements Protocol {
        @Override
        public Heard hear(Arrival arrival) {
            Heard.Events events = (Heard.Events) new EventsProtocol().hear(arrival);
            return new Heard.Events(events.drafts(), accepted -> say(200, "TAKEN " + accepted.size()));
        }

        @Override
        public Answer refuse(Problem problem) {
            return say(418, problem.title());
        }

        private static Answer say(int status, String words) {
            return Answer.json(status, JsonNodeFactory.instance.textNode(words));
        }
    }
}
