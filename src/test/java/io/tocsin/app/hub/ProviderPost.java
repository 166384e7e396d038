package io.tocsin.app.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

/**
 * What a provider posts, who posts it again where the hub does not know in time what became of it: on a slow machine that may be.
 *
 * @param answer the last one
 * @param again whether it was posted more than once
 */
record ProviderPost(HttpResponse<String> answer, boolean again) {

    private static final int MOST = 20;

    /** Posts it until it is known what became of it. */
    static ProviderPost of(Supplier<HttpResponse<String>> post) {
        HttpResponse<String> answer = post.get();
        int tries = 1;
        for (; answer.statusCode() == 503 && tries < MOST; tries++) {
            answer = post.get();
        }
        return new ProviderPost(answer, tries > 1);
    }

    /** What the provider is told, who is told that it was taken. */
    JsonNode taken() {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return TestHub.json(answer);
    }

    /** Whether it was done, as the provider is told: by the first post, where it came again. */
    boolean done() {
        JsonNode taken = taken();
        return taken.path("done").asBoolean()
                || again && taken.path("said").asText().equals("that was done before");
    }
}
