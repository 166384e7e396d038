package io.tocsin.app.preview;

import io.tocsin.model.notice.NoticeKind;
import java.util.Optional;

/**
 * What is to be shown.
 *
 * @param rule the rule that would tell it
 * @param channel the channel that would send it, with its defaults and made-up values for the rest; without it the receiver's
 * @param receiver the receiver whose parameters count; there is either a channel or a receiver
 * @param kind what it says; without it what the payload means for an incident that nobody heard of
 * @param audience who reads it; without it the receiver's own audience
 */
public record RenderOrder(
        String rule,
        Optional<String> channel,
        Optional<String> receiver,
        Optional<NoticeKind> kind,
        Optional<String> audience) {}
