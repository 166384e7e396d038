package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.net.guard.AddressGuard;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LifeSignTest {

    private final Sink sink = Sink.start();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> said = new ArrayList<>();
    private final AtomicBoolean well = new AtomicBoolean(true);

    @AfterEach
    void stop() {
        sink.close();
    }

    private LifeSign sign(String networks) {
        return sign(networks, "");
    }

    private LifeSign sign(String networks, String token) {
        return new LifeSign(
                URI.create(sink.url() + "/ping/secret?every=1"),
                token,
                AddressGuard.allowing(networks),
                well::get,
                meters,
                nanos::get) {
            @Override
            void say(String how) {
                said.add(how);
            }
        };
    }

    private double count(String outcome) {
        return meters.get("tocsin.heartbeat.calls")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void aHubThatIsWellCallsAndOneThatIsNotDoesNot() {
        LifeSign sign = sign("127.0.0.0/8");
        sign.run();
        well.set(false);
        sign.run();
        assertThat(sink.got()).hasSize(1);
        assertThat(sink.got().get(0).path()).contains("/ping/secret");
        assertThat(count("called")).isOne();
        assertThat(count("withheld")).isOne();
        well.set(true);
        sign.run();
        assertThat(sink.got()).hasSize(2);
    }

    /** As a check-in of another hub asks. */
    @Test
    void itShowsItsTokenWhereItHasOne() {
        sign("127.0.0.0/8").run();
        sign("127.0.0.0/8", "tsn_1").run();

        assertThat(sink.got()).extracting(got -> got.header("authorization")).containsExactly("", "Bearer tsn_1");
    }

    @Test
    void whatIsNoYesIsAFailureAndSoIsAnAddressThatTheGuardRefuses() {
        sink.answer(404, "no such switch");
        sign("127.0.0.0/8").run();
        assertThat(count("failed")).isOne();
        sign("10.0.0.0/8").run();
        assertThat(count("failed")).isEqualTo(2);
        assertThat(sink.got()).as("the refused one went nowhere").hasSize(1);
        sink.answer(200, "OK");
        sign("127.0.0.0/8").run();
        assertThat(count("called")).isOne();
    }

    @Test
    void whoCannotSayWhetherTheHubIsWellCallsNothing() {
        new LifeSign(
                        URI.create(sink.url()),
                        "",
                        AddressGuard.allowing("127.0.0.0/8"),
                        () -> {
                            throw new IllegalStateException("stopping");
                        },
                        meters,
                        nanos::get)
                .run();
        assertThat(sink.got()).isEmpty();
        assertThat(count("failed")).isOne();
    }

    private void minutes(LifeSign sign, int count) {
        for (int i = 0; i < count; i++) {
            sign.run();
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test
    void aSwitchThatCannotBeCalledIsInTheLogOnceAnHourAndAgainAfterASuccess() {
        LifeSign sign = sign("127.0.0.0/8");
        sink.answer(404, "no such switch");
        minutes(sign, 150);
        assertThat(said).hasSize(3).allMatch("answered HTTP 404; it is called again"::equals);
        sink.answer(200, "OK");
        minutes(sign, 1);
        sink.answer(404, "no such switch");
        minutes(sign, 2);
        assertThat(said).hasSize(4);
    }

    @Test
    void thatItIsNotCalledIsInTheLogEachTimeItBegins() {
        LifeSign sign = sign("127.0.0.0/8");
        well.set(false);
        minutes(sign, 3);
        assertThat(said).singleElement().asString().startsWith("is not called while the hub is not well");
        well.set(true);
        minutes(sign, 1);
        well.set(false);
        minutes(sign, 2);
        assertThat(said).hasSize(2);
    }
}
