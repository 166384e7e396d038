package io.tocsin.source.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A call of the Bot API that answers an update.
 *
 * @param method which
 * @param body its parameters
 */
record Call(String method, ObjectNode body) {

    /** The same as the answer of a webhook: https://core.telegram.org/bots/api#making-requests-when-getting-updates. */
    ObjectNode asAnswer() {
        return body.deepCopy().put("method", method);
    }
}
