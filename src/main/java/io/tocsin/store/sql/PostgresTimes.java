package io.tocsin.store.sql;

import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How long is waited for a PostgreSQL server. A hub that waits for one that went away without a word does nothing else; a server that
 * waits for such a hub keeps others from the rows that it had locked.
 *
 * <p>They are ordered: a server gives up a lock before senders are told to come again, a statement after that, and the hub gives up the
 * server last. A lock is given up a little after the server looks whether two wait for each other (deadlock_timeout, a second). Hubs' own transactions take some tens of milliseconds: what is locked for longer is somebody else's.
 *
 * @param connect for a connection
 * @param login for a connection that can be used, whole seconds
 * @param look for a sign of life of a connection that was idle, whole seconds
 * @param lock for a row that somebody else works on
 * @param statement for the end of a statement
 * @param answer for the next byte of an answer, whole seconds
 * @param name at a start, for a connection that still has the hub's name though nobody is at its other end
 * @param patience for a transaction
 */
record PostgresTimes(
        Duration connect,
        Duration login,
        Duration look,
        Duration lock,
        Duration statement,
        Duration answer,
        Duration name,
        Patience patience) {

    /** Those of every hub. */
    static final PostgresTimes USUAL = new PostgresTimes(
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofMillis(1_100),
            Duration.ofSeconds(10),
            Duration.ofSeconds(12),
            Duration.ofSeconds(20),
            new Patience(Duration.ofMillis(1_250), Duration.ofSeconds(30)));

    /**
     * A transaction that its hub leaves alone, and a hub that is gone without a word: so long its locks stand at most. One that stands
     * still in the middle of a transaction must not keep the others waiting until they are taken for gone themselves.
     */
    private static final String ABANDONED = "SET idle_in_transaction_session_timeout = 5000;"
            + "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3;"
            + "SET tcp_user_timeout = 15000;";

    /** How long the driver of this source waits. */
    void limit(PGSimpleDataSource server) {
        server.setConnectTimeout(Math.toIntExact(connect.toSeconds()));
        server.setLoginTimeout(Math.toIntExact(login.toSeconds()));
        server.setSocketTimeout(Math.toIntExact(answer.toSeconds()));
        server.setTcpKeepAlive(true);
    }

    /** What the server is told of a connection that writes. */
    String forWriter() {
        return ABANDONED + limits();
    }

    /** What it is told of one that reads. */
    String forReaders() {
        return ABANDONED + limits();
    }

    private String limits() {
        return "SET lock_timeout = " + lock.toMillis() + "; SET statement_timeout = " + statement.toMillis() + ";";
    }
}
