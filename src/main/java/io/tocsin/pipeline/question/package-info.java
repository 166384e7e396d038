/**
 * Questions in the store: asked by what events say, answered by whoever may, followed by what comes of it. A question is a row; its messages are
 * notices, and its consequence is a delivery to the receiver that takes the answer.
 */
package io.tocsin.pipeline.question;
