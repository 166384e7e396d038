package io.tocsin.source.ticket;

import com.fasterxml.jackson.databind.JsonNode;

/** What a provider tells of its tickets, in its own words. Safe for use by many threads. */
interface TicketNews {

    /** What the hub makes of it. */
    sealed interface Read {

        /**
         * Somebody did something.
         *
         * @param act what
         */
        record Done(TicketAct act) implements Read {}

        /**
         * It is none of the hub's business.
         *
         * @param why for whoever looks at what the provider was answered
         */
        record Left(String why) implements Read {}

        /**
         * It is not in these words.
         *
         * @param why what was expected
         */
        record Strange(String why) implements Read {}
    }

    /** Reads it. @param payload a JSON object */
    Read read(JsonNode payload);
}
