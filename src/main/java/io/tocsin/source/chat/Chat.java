package io.tocsin.source.chat;

import java.util.function.UnaryOperator;

/**
 * A chat in which people answer.
 *
 * @param kind of the addresses by which it knows people, as {@code recipients.yaml} names it
 * @param name for readers
 * @param plain makes what somebody else wrote a text without a meaning to the chat: a name may be whatever was typed behind a link
 */
public record Chat(String kind, String name, UnaryOperator<String> plain) {

    /** One that shows texts as they are, or whose own class sees to that. */
    public Chat(String kind, String name) {
        this(kind, name, UnaryOperator.identity());
    }
}
