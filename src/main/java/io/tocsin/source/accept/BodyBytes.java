package io.tocsin.source.accept;

import io.tocsin.model.event.StrictJson;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all that arrives may cost in memory until it is stored, by whatever way: requests from their first byte until the answer,
 * messages of queues and topics from their receive until they are stored or given up. And how much of that may be of senders
 * who are not yet authenticated: where a proof covers the body, the body is there first, and anybody can send one.
 */
public final class BodyBytes {
    private static final long MOST_UNPROVEN = 64L * 1024 * 1024;

    /** A body is there as parts and as a whole, then as text, and as what goes to disk. */
    private static final int COPIES = 3;

    /** What one value of a tree costs, in bytes, with its name and its place. */
    private static final int VALUE = 80;

    /** A body of more is refused before a tree is made of it. */
    private static final int MOST_VALUES = StrictJson.MOST_VALUES;

    private volatile long most;
    private volatile long mostUnproven;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong unproven = new AtomicLong();

    /** @param most bytes that all bodies and what is made of them may cost; a quarter of them for unauthenticated senders */
    public BodyBytes(long most) {
        limit(most);
    }

    /** A quarter of the largest heap. */
    public static BodyBytes ofHeap() {
        return new BodyBytes(Runtime.getRuntime().maxMemory() / 4);
    }

    /** @param bytes that all bodies and what is made of them may cost from now on; a quarter for unauthenticated senders */
    void limit(long bytes) {
        most = bytes;
        mostUnproven = Math.min(MOST_UNPROVEN, bytes / 4);
    }

    /** @param bytes of bodies whose senders are not yet authenticated, from now on */
    void limitUnproven(long bytes) {
        mostUnproven = bytes;
    }

    /** Whether more may be fetched now. Who asks and then takes may go beyond the bound, by what is fetched at once. */
    public boolean hasRoom() {
        return held.get() < most;
    }

    /** How much may be fetched at once, in bytes: so much that several who fetch have room beside one another. */
    public long atOnce() {
        return most / (4 * COPIES);
    }

    /** What is fetched: it is in memory whether there is room or not. @param bytes its size */
    public Share fetched(long bytes) {
        Share share = new Share(true);
        share.mine = bytes * COPIES;
        held.addAndGet(share.mine);
        return share;
    }

    /** @param proven whether its sender is authenticated before it sends a body */
    Share share(boolean proven) {
        return new Share(proven);
    }

    /** What is held now, in bytes. */
    public long held() {
        return held.get();
    }

    /** What one request, message or batch keeps. Of one thread at a time. */
    public final class Share {
        private boolean proven;
        private long mine;
        private long mineUnproven;

        private Share(boolean proven) {
            this.proven = proven;
        }

        /** Takes room for a part of the body. False, and nothing is taken, where there is none left. */
        boolean take(int bytes) {
            if (!proven) {
                if (unproven.addAndGet(bytes) > mostUnproven) {
                    unproven.addAndGet(-bytes);
                    return false;
                }
                mineUnproven += bytes;
            }
            return hold((long) bytes * COPIES);
        }

        /** Its sender is authenticated. */
        void prove() {
            proven = true;
            unproven.addAndGet(-mineUnproven);
            mineUnproven = 0;
        }

        /** Takes room for the trees that are made of a body. False, and nothing is taken, where there is none left. */
        boolean takeTrees(byte[] body) {
            return hold((long) Math.min(values(body), MOST_VALUES) * VALUE);
        }

        /** A request that nobody else stands in the way of is taken, however small the heap: there is a bound on each. */
        private boolean hold(long cost) {
            if (held.addAndGet(cost) > most && held.get() - cost - mine > 0) {
                held.addAndGet(-cost);
                return false;
            }
            mine += cost;
            return true;
        }

        /** It is answered, stored or given up, or its sender is gone. */
        public void giveBack() {
            prove();
            held.addAndGet(-mine);
            mine = 0;
        }
    }

    /** Each value but an array's or object's first comes after a comma; a comma in a text counts too many. */
    private static int values(byte[] body) {
        int values = 1;
        for (byte one : body) {
            if (one == ',' || one == '{' || one == '[') {
                values++;
            }
        }
        return values;
    }
}
