package io.tocsin.source.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void oneHeaderMoreLeavesTheOthers() {
        Answer answer = Answer.empty(503).with("Retry-After", 1).with("Allow", "POST");

        assertThat(answer.headers()).hasSize(2).containsEntry("Retry-After", "1");
        assertThat(answer.with("Retry-After", 2).headers()).hasSize(2).containsEntry("Retry-After", "2");
    }
}
