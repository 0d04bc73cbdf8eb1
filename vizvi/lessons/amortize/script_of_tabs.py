"""What the tabs below the first screen show as Python."""

from vizvi.exports.programs import Program, of_vizvi
from vizvi.lessons.amortize import TABS
from vizvi.lessons.amortize.collapse import BETAS
from vizvi.lessons.amortize.collapse_tab import EPOCHS as TO_COLLAPSE
from vizvi.lessons.amortize.iwae import DRAWS, REPEATS
from vizvi.lessons.amortize.live import APART, EPOCHS, RATE, UNITS
from vizvi.lessons.amortize.script import pictured, reader
from vizvi.lessons.amortize.words import tabs as words
from vizvi.models.refinement import METHODS
from vizvi.models.script import filled

ALL = """
import numpy as np

from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import digits
from vizvi.models.gaps import gaps

held_out = digits().held_out
for side, rows in (("held-out", np.flatnonzero(held_out)), ("training", np.flatnonzero(~held_out)[::4])):
    x = digits().pictures[rows]
    found = gaps(decoder(), x, encoder($family, $hidden, $epochs).lam(x))
    print(f"{side}, mean log p(x): {found.log_p.mean():.8g}")
    print(f"{side}, median amortization gap: {np.median(found.amortization):.8g}")
    print(f"{side}, median approximation gap: {np.median(found.approximation):.8g}")
"""
REFINE = """
from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import $reader
from vizvi.models.refinement import refine

x = $picture
guess, best = encoder($family, $hidden, $epochs).lam(x), decoder().best(x, $family).elbo
for way in $ways:
    elbo = refine(decoder(), x[None], guess[None], way, 50).elbo[:, 0]
    for step in (0, 1, 5, 20, 50):
        print(f"{way}, left after {step} steps: {best - elbo[step]:.8g}")
"""
TRAIN = """
from vizvi.integrate.special import LOG_2PI
from vizvi.models.autoencoder import train
from vizvi.models.digit_networks import decoder, shipped
from vizvi.models.digits import digits
from vizvi.models.encoder import Encoder
from vizvi.models.expectation import local

every, held_out = digits().pictures, digits().held_out
*_, last = train(every[~held_out], $units, $epochs, $rate, 0, decoder=shipped()["dec"])
for side, x in (("training", every[~held_out][:: 4 * $apart]), ("held-out", every[held_out][::$apart])):
    lam = Encoder(last.encoder).lam(x)
    elbo = (local(decoder(), x, lam, 31).value + 1 + LOG_2PI + lam[:, 2:4].sum(axis=1)).mean()
    print(f"{side}, mean ELBO: {elbo:.8g}")
    print(f"{side}, below the ceiling: {decoder().posterior(x).log_p.mean() - elbo:.8g}")
"""
COLLAPSE = """
import numpy as np

from vizvi.models.autoencoder import train
from vizvi.models.decoder import Decoder
from vizvi.models.digits import digits
from vizvi.models.encoder import Encoder

every, held_out = digits().pictures, digits().held_out
for beta in $betas:
    *_, last = train(every[~held_out], 64, $epochs, 0.01, 0, beta=beta)
    x, p = every[held_out][::3], Decoder(last.decoder)
    lam = Encoder(last.encoder).lam(x)
    kl = 0.5 * (lam[:, :2] ** 2 + np.exp(2 * lam[:, 2:]) - 1 - 2 * lam[:, 2:]).mean(axis=0)
    print(f"β = {beta:g}, larger KL of a dimension: {kl.max():.8g}")
    print(f"β = {beta:g}, smaller KL of a dimension: {kl.min():.8g}")
    print(f"β = {beta:g}, mean log p(x): {p.posterior(x).log_p.mean():.8g}")
    print(f"β = {beta:g}, mean ELBO: {p.elbo(x, lam).mean():.8g}")
"""
LINEAR = """
import numpy as np

from vizvi.models.digits import digits
from vizvi.models.linear_vae import fit, latent_kl, principal

model, eigenvalues = fit(digits().counts / 16)
eigenvalues, noise = eigenvalues[:2], model.noise_variance
gap = principal(eigenvalues, noise, angle=np.radians($turn)).best(np.zeros(2)).gap
print(f"mean-field's gap at {$turn:g} degrees: {gap:.8g}")
for k, kl in enumerate(latent_kl(eigenvalues, noise, $beta)):
    print(f"dimension {k + 1} tells at β = {$beta:g}: {kl:.8g}")
    print(f"dimension {k + 1} is unused from β: {eigenvalues[k] / noise:.8g}")
"""
IWAE = """
from vizvi.models.digit_networks import decoder, encoder
from vizvi.models.digits import $reader
from vizvi.models.importance import importance_weighted

x = $picture[None]
log_p, lam = decoder().posterior(x).log_p[0], encoder($family, $hidden, $epochs).lam(x)
for draws in $draws:
    bound = importance_weighted(decoder(), x, lam, draws, $repeats, seed=draws)
    print(f"{draws} draws, below log p(x): {log_p - bound.value[0]:.8g}")
    print(f"{draws} draws, standard error: {bound.error[0]:.8g}")
"""
ADAPTS = """
from vizvi.models.digit_networks import decoder
from vizvi.models.digits import digits

x = digits().pictures[digits().held_out]
for name in $decoders:
    log_p, best = decoder(name).posterior(x).log_p, decoder(name).best(x, "mean_field").elbo
    print(f"{name}, mean log p(x): {log_p.mean():.8g}")
    print(f"{name}, approximation gap: {(log_p - best).mean():.8g}")
"""
TEXTS = {
    "all": ALL,
    "refine": REFINE,
    "train": TRAIN,
    "collapse": COLLAPSE,
    "linear": LINEAR,
    "iwae": IWAE,
    "adapts": ADAPTS,
}


def of_tab(label: str, row: int, drawn: str, network: tuple, units: str, turn: float, beta: float) -> Program:
    """vizvi's lines for the open tab, of a picture and an encoder (family, units, epochs) as on the first screen."""
    tab = next(word for word, text in TABS.items() if text == label)
    family, hidden, epochs = network
    given = {"picture": pictured(row, drawn), "reader": reader(drawn), "ways": METHODS}
    given |= {"family": family, "hidden": hidden, "epochs": epochs}
    given |= {"apart": APART, "rate": RATE, "units": UNITS[units], "turn": turn, "beta": beta, "betas": BETAS}
    given |= {"draws": DRAWS, "repeats": REPEATS, "decoders": tuple(words.DECODERS)}
    given |= {"epochs": {"train": EPOCHS, "collapse": TO_COLLAPSE}.get(tab, epochs)}
    return of_vizvi(filled(TEXTS[tab], **given) + "\n", label)
