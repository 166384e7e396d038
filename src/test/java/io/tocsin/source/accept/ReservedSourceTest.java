package io.tocsin.source.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.proof.Verdict;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source that is believed by a proof of its own, beside doors that take a token of any source. */
class ReservedSourceTest {
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door("rate=0");
        door.context.getRegistry().bind("long", new LongWords());
        door.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("accept:/v1/events/ci?source=ci&proof=#long")
                        .routeId("proven")
                        .to("inbox:events");
                from("accept:/{source}/api/v2/alerts").to("inbox:events");
            }
        });
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aRouteThatWasStoppedTakesEventsAgain() throws Exception {
        door.context.getRouteController().stopRoute("source-http");
        door.context.getRouteController().startRoute("source-http");
        door.context.getRouteController().stopRoute("proven");
        door.context.getRouteController().startRoute("proven");

        assertThat(door.send(door.post("{\"long\":1}")).statusCode()).isEqualTo(202);
        assertThat(post("/v1/events/nobody").statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenDoesNotTakeThePlaceOfAProofWhoseRouteIsStopped() throws Exception {
        HttpResponse<String> unknown = post("/v1/events/nobody");
        door.context.getRouteController().stopRoute("proven");

        HttpResponse<String> stopped = post("/v1/events/ci");

        assertThat(stopped.statusCode()).isEqualTo(401);
        assertThat(stopped.body()).isEqualTo(unknown.body());
        assertThat(stopped.headers().map()).isEqualTo(unknown.headers().map());
    }

    @Test
    void aTokenDoesNotTakeThePlaceOfAProofAtAnotherPath() throws Exception {
        assertThat(post("/ci/api/v2/alerts").statusCode()).isEqualTo(401);
        assertThat(door.inbox.drafts).isEmpty();
    }

    @Test
    void bodiesThatAreNotYetBelievedShareOneRoomAndGiveItBack() throws Exception {
        door.context.getComponent("accept", AcceptComponent.class).setUnprovenBytes(40);

        HttpResponse<String> tooMuch = door.send(door.post("{\"long\":\"" + "x".repeat(40) + "\"}"));
        AcceptTest.assertProblem(tooMuch, 503);
        assertThat(tooMuch.headers().firstValue("Retry-After")).isPresent();
        for (int i = 0; i < 5; i++) {
            assertThat(door.send(door.post("{\"long\":\"012345678901\"}")).statusCode())
                    .isEqualTo(202);
            assertThat(door.send(door.post("{\"shor\":\"012345678901\"}")).statusCode())
                    .isEqualTo(401);
        }
    }

    private HttpResponse<String> post(String path) throws Exception {
        return door.send(HttpRequest.newBuilder(door.uri(path))
                .header("Authorization", "Bearer " + door.token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private static final class LongWords implements Proof {
        @Override
        public CompletionStage<Verdict> verify(Claim claim) {
            return CompletableFuture.completedStage(
                    new String(claim.body()).contains("long")
                            ? new Verdict.Genuine(Optional.empty())
                            : new Verdict.Refused("not long"));
        }
    }
}
