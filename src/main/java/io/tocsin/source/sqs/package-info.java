/** The dead-letter queues that SQS itself keeps behind the hub's source queues, as operators see them. */
package io.tocsin.source.sqs;
