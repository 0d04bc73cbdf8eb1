"""The live formula: one identity, three ways to read it, in the colors of the picture."""

_ELBO = {"symbol": "ELBO(q)", "key": "elbo", "tone": "elbo"}
_GAP = {"symbol": "KL(q‖p)", "key": "reverse_kl", "tone": "q", "toy": True}


def formula(parts: bool, evidence: str = "log Z") -> dict:
    """The tabs of the formula; a target made of prior and likelihood (`parts`) has one more."""
    ceiling = {"symbol": evidence, "key": "log_z", "tone": "ink", "toy": True}
    tabs = [
        {
            "name": "bound + gap",
            "terms": [ceiling, {"text": "="}, _ELBO, {"text": "+"}, _GAP],
            "sentence": "The ceiling is {log_z}; the bound has reached {elbo}; the gap is {reverse_kl} nats.",
        },
        {
            "name": "energy + entropy",
            "terms": [
                _ELBO,
                {"text": "="},
                {"symbol": "E_q[log p(x, z)]", "key": "energy", "tone": "p"},
                {"text": "+"},
                {"symbol": "H(q)", "key": "entropy", "tone": "q"},
            ],
            "sentence": "The bound {elbo} is the energy {energy} plus the entropy {entropy}.",
        },
    ]
    if parts:
        tabs.append(
            {
                "name": "fit − complexity",
                "terms": [
                    _ELBO,
                    {"text": "="},
                    {"symbol": "E_q[log p(x|z)]", "key": "fit", "tone": "ink"},
                    {"text": "−"},
                    {"symbol": "KL(q‖prior)", "key": "complexity", "tone": "q"},
                ],
                "sentence": "The bound {elbo} is the fit {fit} minus the complexity {complexity}.",
            }
        )
    return {"tabs": tabs}
