/**
 * Questions: a notice with choices, a time limit and a consequence. Who may answer, and what an answer comes to, are functions of what stands and what
 * comes, here.
 */
package io.tocsin.model.question;
