package io.tocsin.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    // The vector of the reference libraries' own tests (github.com/standard-webhooks/standard-webhooks).
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static Exchange signed(String secrets) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            exchange.setVariable("idempotencyKey", ID);
            exchange.getMessage().setBody(BODY);
            new WebhookSignature(secrets, InstantSource.fixed(AT)).process(exchange);
            return exchange;
        }
    }

    @Test
    void thePublishedVectorIsReproduced() throws Exception {
        Exchange exchange = signed(SECRET);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("webhook-id", ID)
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", SIGNATURE);
    }

    @Test
    void whileASecretIsReplacedBothSign() throws Exception {
        String both = signed(SECRET + "  whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
                .getMessage()
                .getHeader("webhook-signature", String.class);
        assertThat(both.split(" ")).hasSize(2).contains(SIGNATURE).doesNotHaveDuplicates();
    }

    @Test
    void theSecretIsNowhereOnTheExchange() throws Exception {
        Exchange exchange = signed(SECRET);
        assertThat(exchange.getMessage().getHeaders().toString() + exchange.getVariables() + exchange.getProperties())
                .doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }
}
