package io.tocsin.source.sns;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.EventDraft;
import io.tocsin.net.server.HttpSettings;
import io.tocsin.net.server.HubHttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SNS at the real door: proof and language together, as routes/sources/sns/sns.camel.yaml has them. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnsDoorTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final HubHttpServer server = new HubHttpServer(HttpSettings.at("127.0.0.1", 0));
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<EventDraft> stored = new ArrayList<>();
    private final Shelf aws = new Shelf();
    private TestAuthority authority;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        authority = TestAuthority.in(folder);
        aws.put(Posted.CERTIFICATE, authority.pem("sns")).put(TestAuthority.ISSUER, authority.der("issuer"));
        SnsProof proof = new SnsProof(aws, authority::roots);
        proof.setTopics(Posted.TOPIC);
        SnsProtocol protocol = new SnsProtocol(aws);
        protocol.setTopics(Posted.TOPIC);
        context.getRegistry().bind("snsProof", proof);
        context.getRegistry().bind("snsProtocol", protocol);
        context.addService(server);
        context.addRoutes(new RouteBuilder() {
            @Override
            @SuppressWarnings("unchecked")
            public void configure() {
                from("accept:/v1/events/alarms?source=alarms&proof=#snsProof&protocol=#snsProtocol")
                        .process(exchange -> {
                            List<EventDraft> drafts = exchange.getMessage().getBody(List.class);
                            stored.addAll(drafts);
                            exchange.getMessage().setBody(List.of(new Accepted("e1", Accepted.Status.ACCEPTED)));
                        });
            }
        });
        context.start();
    }

    @AfterAll
    void close() {
        context.stop();
    }

    private int post(Posted posted) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getPort() + "/v1/events/alarms"))
                .header("Content-Type", "text/plain; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(posted.body()))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private Posted now(Posted posted) {
        return posted.with("Timestamp", Instant.now().toString()).signed("2", authority.key("sns"));
    }

    @Test
    void aSubscriptionIsConfirmedAndItsNotificationsAreStored() throws Exception {
        Posted subscription = now(Posted.subscription("SubscriptionConfirmation"));
        aws.put(subscription.fields().get("SubscribeURL"), new byte[0]);
        Posted notification = now(Posted.notification());

        assertThat(post(subscription)).isEqualTo(200);
        assertThat(aws.asked).contains(subscription.fields().get("SubscribeURL"));
        assertThat(post(notification)).isEqualTo(202);
        assertThat(stored).hasSize(1);
        assertThat(new String(stored.get(0).body(), StandardCharsets.UTF_8)).contains("disk full");
        assertThat(stored.get(0).externalId())
                .contains("msg:" + notification.fields().get("MessageId"));
    }

    @Test
    void aForgeryIsNeitherStoredNorConfirmed() throws Exception {
        int before = stored.size();

        assertThat(post(now(Posted.notification()).with("Message", "forged"))).isEqualTo(401);
        assertThat(post(now(Posted.subscription("SubscriptionConfirmation")).with("Token", "deadbeef")))
                .isEqualTo(401);
        assertThat(stored).hasSize(before);
        assertThat(aws.asked).noneMatch(address -> address.contains("deadbeef"));
    }
}
