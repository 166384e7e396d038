package io.tocsin.source.sqs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Keeps the order of one received batch within each of its FIFO message groups: a message goes on when the one before it in
 * its group is stored and deleted, and if that one failed, none after it goes on. SQS gives them all again, in order.
 *
 * <p>One batch is enough: SQS hands out nothing more of a group while messages of it are taken and not deleted.
 */
final class MessageGroups {

    /** What waits for its place; exactly one of the two is called, once. */
    interface Turn {
        void go();

        void refuse();
    }

    private static final class Group {
        private final Queue<Turn> waiting = new ArrayDeque<>();
        private boolean busy;
        private boolean broken;
    }

    private final Map<String, Group> groups = new HashMap<>();

    /** Takes its place behind those of the same group. */
    void enter(String name, Turn turn) {
        boolean broken;
        synchronized (this) {
            Group group = groups.computeIfAbsent(name, ignored -> new Group());
            broken = group.broken;
            if (!broken && group.busy) {
                group.waiting.add(turn);
                return;
            }
            group.busy = true;
        }
        if (broken) {
            turn.refuse();
        } else {
            turn.go();
        }
    }

    /** The one that went is done. @param stored whether it was; if not, those behind it must not overtake it */
    void leave(String name, boolean stored) {
        List<Turn> refused = new ArrayList<>();
        Turn next = null;
        synchronized (this) {
            Group group = groups.get(name);
            if (stored) {
                next = group.waiting.poll();
                group.busy = next != null;
            } else {
                group.broken = true;
                refused.addAll(group.waiting);
                group.waiting.clear();
            }
        }
        refused.forEach(Turn::refuse);
        if (next != null) {
            next.go();
        }
    }
}
