package io.tocsin.model.schedule;

import java.util.List;

/**
 * Who is notified when hands are changed.
 *
 * @param incoming whether those who come are
 * @param outgoing whether those who go are
 * @param via at which kinds of address; empty for one that does not ring
 * @param receivers who else is, each at its own address
 */
public record Handover(boolean incoming, boolean outgoing, List<String> via, List<String> receivers) {

    public Handover {
        via = List.copyOf(via);
        receivers = List.copyOf(receivers);
    }
}
