/** Alerts whose sender tells them again and again while they go on, and what it means when it stops. */
package io.tocsin.pipeline.heartbeat;
