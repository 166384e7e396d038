/**
 * {@code ./hub demo}: a hub with stand-ins for AWS, mail and chat in the same process, and a tour of real events through
 * its real doors. Nothing but the demo starts these parts.
 */
package io.tocsin.app.demo;
