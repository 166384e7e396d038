package io.tocsin.net.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One HTTP request.
 *
 * @param method {@code POST}
 * @param target path and query
 * @param headers names and values, in their order; not those of the connection ({@code Host}, {@code Content-Length})
 * @param body may be empty
 * @param withBody whether it says how long its body is, also where that is empty
 * @param keep whether its connection may serve another one after it
 * @param toConnect the longest that it may take until it can be sent: for a free connection, or a new one with its TLS
 * @param toAnswer the longest that it may take from then to the last byte of the answer
 */
record Call(
        String method,
        String target,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        boolean withBody,
        boolean keep,
        Duration toConnect,
        Duration toAnswer) {}
